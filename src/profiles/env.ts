/** Variables of the environment. */
export type Env = Readonly<Record<string, string | undefined>>

/** The value of a variable; one that is empty counts as not set. */
export function variable(env: Env, name: string): string | undefined {
  return env[name] || undefined
}
