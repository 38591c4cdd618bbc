/** What the man page needs of oclif's manifest. Fields that oclif leaves out are optional. */
export type Flag = {
  readonly name: string
  readonly type: 'boolean' | 'option'
  readonly char?: string
  readonly description?: string
  readonly helpGroup?: string
  readonly helpValue?: string
  readonly options?: readonly string[]
  readonly default?: string | number | boolean
  readonly multiple?: boolean
  readonly hidden?: boolean
}

export type Command = {
  readonly id: string
  readonly summary?: string
  readonly description?: string
  readonly usage?: string | readonly string[]
  readonly examples?: readonly (string | {readonly description?: string; readonly command: string})[]
  readonly args: Readonly<
    Record<string, {readonly name: string; readonly required?: boolean; readonly description?: string}>
  >
  readonly flags: Readonly<Record<string, Flag>>
  readonly hidden?: boolean
}

/** Flags of a help group that every command with that group has in common. */
export type FlagGroup = {readonly title: string; readonly flags: readonly Flag[]}

/** The commands that users see, by name. */
export function visibleCommands(manifest: {
  readonly commands: Readonly<Record<string, Command>>
}): readonly Command[] {
  return Object.values(manifest.commands)
    .filter(({hidden}) => !hidden)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/**
 * The groups of flags that several commands share, so that the page describes them once. A flag belongs to its group
 * only if it is the same in all commands that have it.
 */
export function sharedGroups(commands: readonly Command[]): readonly FlagGroup[] {
  const flags = commands.flatMap((command) => visibleFlags(command)).filter(({helpGroup}) => helpGroup)
  const same = [...groupBy(flags, ({name, helpGroup}) => `${helpGroup} ${name}`).values()].flatMap((all) => {
    const [first] = all
    return first && all.length > 1 && all.every((flag) => isSame(flag, first)) ? [first] : []
  })
  return [...groupBy(same, ({helpGroup}) => helpGroup ?? '')].map(([title, group]) => ({
    title,
    flags: group.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }))
}

/** The flags of a command that users see and that no group describes. */
export function ownFlags(command: Command, groups: readonly FlagGroup[]): readonly Flag[] {
  const shared = groups.flatMap(({flags}) => flags)
  return visibleFlags(command)
    .filter((flag) => !shared.some((one) => isSame(one, flag)))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** The groups of which a command has a flag. */
export function groupsOf(command: Command, groups: readonly FlagGroup[]): readonly FlagGroup[] {
  const flags = visibleFlags(command)
  return groups.filter((group) => group.flags.some((one) => flags.some((flag) => isSame(one, flag))))
}

function visibleFlags({flags}: Command): readonly Flag[] {
  return Object.values(flags).filter(({hidden}) => !hidden)
}

function isSame(a: Flag, b: Flag): boolean {
  const facts = ({name, helpGroup, description, type, options, ...flag}: Flag) =>
    JSON.stringify([name, helpGroup, description, type, options, flag.char, flag.default, flag.multiple])
  return facts(a) === facts(b)
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}
