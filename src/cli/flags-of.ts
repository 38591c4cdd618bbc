import type {InferredFlags} from '@oclif/core/interfaces'

/** The values that oclif makes of these flags. */
export type FlagsOf<T> = Readonly<InferredFlags<T>>
