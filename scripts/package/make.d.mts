export function makeProgram(file: string, options: {readonly node: string; readonly maker?: string}): void
