import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

// Loaded before all tests: what they do is written down where it is removed again, also by the programs they start.
const folder = mkdtempSync(join(tmpdir(), 'clustertool-test-state-'))
process.env['XDG_STATE_HOME'] = folder
process.on('exit', () => rmSync(folder, {recursive: true, force: true}))
