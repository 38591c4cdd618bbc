import {accessSync, constants} from 'node:fs'
import {delimiter, join} from 'node:path'
import type {Browser} from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** Starts the Chromium of this machine. Throws an Error that says what is missing if there is none. */
export async function startChromium(): Promise<Browser> {
  const executablePath = process.env['CLUSTERTOOL_CHROMIUM'] ?? onPath()
  if (executablePath === undefined) {
    throw new Error(
      'These tests need Chromium. Install it (on Debian: apt-get install chromium), or set CLUSTERTOOL_CHROMIUM to its path.',
    )
  }
  const {chromium} = await import('playwright-core')
  // Without a sandbox, because tests may run as root, and the pages are our own.
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync']
  return chromium.launch({executablePath, args: [...args, '--disable-component-update']})
}

function onPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
