import * as Args from '@oclif/core/args'

/** The name of a profile, as `prod` or `@prod`. */
export const profileArg = Args.string({
  name: 'profile',
  description: 'Name of a profile, such as prod or @prod. Default: the default profile.',
  ignoreStdin: true,
})
