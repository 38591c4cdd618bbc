import {chmod, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {homedir, tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {readProfiles} from '../../../src/profiles/file.js'
import {refuseReadable, refuseWritable} from '../../../src/profiles/guard.js'
import {passwordOf} from '../../../src/profiles/password.js'
import {configPlace, pathFrom} from '../../../src/profiles/place.js'
import {thrownBy} from '../../support/thrown.js'

const SECRET = 'never-shown'

describe('[U] the configuration file', () => {
  let folder: string
  let file: string
  const env = () => ({CLUSTERTOOL_CONFIG: file})

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-config-'))
    file = join(folder, 'config.toml')
  })
  afterEach(() => rm(folder, {recursive: true}))

  const write = (text: string, mode = 0o600) => writeFile(file, text, {mode})

  it('is where XDG_CONFIG_HOME or CLUSTERTOOL_CONFIG say', () => {
    expect(configPlace({XDG_CONFIG_HOME: '/x'})).to.deep.equal({
      path: '/x/clustertool/config.toml',
      named: false,
    })
    const usual = join(homedir(), '.config/clustertool/config.toml')
    for (const home of [undefined, '', 'relative'])
      expect(configPlace({XDG_CONFIG_HOME: home}).path).to.equal(usual)
    expect(configPlace({CLUSTERTOOL_CONFIG: '/y', XDG_CONFIG_HOME: '/x'})).to.deep.equal({
      path: '/y',
      named: true,
    })
  })

  it('is where its paths start', () => {
    expect(pathFrom('/a/c.toml', 'ca.crt')).to.equal('/a/ca.crt')
    expect(pathFrom('/a/c.toml', '/ca.crt')).to.equal('/ca.crt')
    expect(pathFrom('/a/c.toml', '~/ca.crt')).to.equal(join(homedir(), 'ca.crt'))
  })

  it('may be missing, unless it is named', async () => {
    expect(await readProfiles({XDG_CONFIG_HOME: folder})).to.equal(undefined)
    const {code, message} = await thrownBy(readProfiles(env()))
    expect([code, message]).to.deep.equal(['USAGE', `${file}, named by CLUSTERTOOL_CONFIG, does not exist.`])
    await mkdir(file)
    expect((await thrownBy(readProfiles(env()))).message).to.match(/cannot be read: EISDIR/)
  })

  it('has profiles, in order', async () => {
    await write('default = "b"\n[profiles.b]\nseeds = ["h:1"]\n[profiles.a]\nseeds = ["h:2"]\nuser = 4')
    const profiles = await readProfiles(env())
    expect([profiles?.defaultName, profiles?.names]).to.deep.equal(['b', ['b', 'a']])
    expect(profiles?.profile('b')).to.deep.equal({name: 'b', file, settings: {seeds: ['h:1']}})
    // A mistake in another profile does no harm.
    expect(() => profiles?.profile('a')).to.throw(
      `${file} is wrong in the profile a: user is 4 and not a text.`,
    )
    expect(() => profiles?.profile('c')).to.throw(`There is no profile "c": ${file} has b, a.`)
  })

  it('names the profiles that are most similar to a wrong name first', async () => {
    const some = ['alpha', 'staging', 'prod'].map((name) => `[profiles.${name}]\nseeds = ["h:1"]`)
    await write(some.join('\n'))
    const profiles = await readProfiles(env())
    expect(() => profiles?.profile('prd')).to.throw(/has prod, .*alpha/)
  })

  it('never shows its text when it is not TOML', async () => {
    await write(`[profiles.a]\npassword = "${SECRET}\n`)
    const {code, message} = await thrownBy(readProfiles(env()))
    expect(code).to.equal('USAGE')
    expect(message)
      .to.match(/config\.toml is not TOML: line 2, column \d+: .*\.$/)
      .and.not.to.contain(SECRET)
  })

  it('says which key may have been meant', async () => {
    await write('[profiles.a]\nseed = ["h:1"]')
    const profiles = await readProfiles(env())
    const hints = await thrownBy(Promise.resolve().then(() => profiles?.profile('a')))
    expect([hints.message, hints.hints]).to.deep.equal([
      `${file} has in the profile a an unknown key "seed".`,
      ['Did you mean seeds?'],
    ])
  })

  it('must not be open to others if it has a password or a command', async () => {
    await write(`[profiles.a]\nseeds = ["h:1"]\npassword = "${SECRET}"\n[profiles.b]\nseeds = ["h:1"]`)
    expect((await readProfiles(env()))?.names).to.have.length(2)
    for (const mode of [0o640, 0o604, 0o660]) {
      await chmod(file, mode)
      const {code, message, hints} = await thrownBy(readProfiles(env()))
      expect([code, hints]).to.deep.equal(['REFUSED', [`Keep it to yourself: chmod 600 ${file}`]])
      expect(message).to.match(/contains a password, and others can read it \(mode 06\d\d\)/)
    }
    await writeFile(file, '[profiles.a]\nseeds = ["h:1"]\npassword-command = "x"')
    await chmod(file, 0o644)
    await readProfiles(env())
    await chmod(file, 0o664)
    expect((await thrownBy(readProfiles(env()))).message).to.match(
      /names a command to run, and others can write it/,
    )
    await writeFile(file, '[profiles.a]\nseeds = ["h:1"]')
    await readProfiles(env())
  })
})

describe('[U] who may see a file', () => {
  const others: readonly (readonly [uid: number, mode: number, refused: boolean])[] = [
    [7, 0o600, false],
    [7, 0o400, false],
    [7, 0o700, false],
    [0, 0o600, false],
    [0, 0o640, true],
    [7, 0o604, true],
    [8, 0o600, true],
  ]
  for (const [uid, mode, refused] of others) {
    it(`user ${uid}, mode ${mode.toString(8)}: ${refused ? 'refused' : 'fine'}`, () => {
      const guard = () => refuseReadable('/p', {uid, mode}, 'is it', 7)
      if (refused) expect(guard).to.throw(/^\/p is it, and /)
      else expect(guard).not.to.throw()
    })
  }

  it('does not matter for writing if only others can read', () => {
    expect(() => refuseWritable('/p', {uid: 7, mode: 0o644}, 'is it', 7)).not.to.throw()
    expect(() => refuseWritable('/p', {uid: 7, mode: 0o646}, 'is it', 7)).to.throw(
      /others can write it \(mode 0646\)/,
    )
    expect(() => refuseWritable('/p', {uid: 8, mode: 0o600}, 'is it', 7)).to.throw(/belongs to another user/)
  })
})

describe('[U] passwordOf', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-password-'))
  })
  after(() => rm(folder, {recursive: true}))

  type Source = {password?: string; 'password-file'?: string; 'password-command'?: string | string[]}
  const ask = (source: Source, limitMs?: number, signal?: AbortSignal) =>
    passwordOf(
      {name: 'p', file: join(folder, 'config.toml'), settings: {seeds: ['h:1'], ...source}},
      signal,
      limitMs,
    )
  const inFile = async (text: string, mode = 0o600) => {
    await rm(join(folder, 'secret'), {force: true})
    await writeFile(join(folder, 'secret'), text, {mode})
    return ask({'password-file': 'secret'})
  }

  it('is what the file says, without the last line end', async () => {
    expect(await inFile('a b\n')).to.equal('a b')
    expect(await inFile(' a\r\n')).to.equal(' a')
    expect(await inFile('a')).to.equal('a')
    expect(await ask({password: 'x\n'})).to.equal('x\n')
    expect(await ask({})).to.equal(undefined)
  })

  it('is one line of a file of your own', async () => {
    for (const [text, says] of [
      ['', /gives no password: it is empty/],
      ['\n', /gives no password/],
      [`${SECRET}\n${SECRET}\n`, /more than one line/],
    ] as const) {
      const {code, message} = await thrownBy(inFile(text))
      expect(code).to.equal('REFUSED')
      expect(message).to.match(says).and.not.to.contain(SECRET)
    }
    expect((await thrownBy(inFile('x', 0o644))).hints).to.deep.equal([
      `Keep it to yourself: chmod 600 ${join(folder, 'secret')}`,
    ])
    const {code, message} = await thrownBy(ask({'password-file': 'no'}))
    expect([code, message]).to.deep.equal([
      'USAGE',
      `${join(folder, 'no')}, the password file of the profile p, does not exist.`,
    ])
  })

  it('is what a command prints: a text in a shell, a list without', async () => {
    expect(await ask({'password-command': 'echo "$((1 + 2)) x"'})).to.equal('3 x')
    expect(await ask({'password-command': ['echo', '$((1 + 2)) x']})).to.equal('$((1 + 2)) x')
    expect(await ask({'password-command': 'pwd'})).to.equal(folder)
  })

  it('is not what a command prints that fails', async () => {
    for (const [command, says] of [
      [`echo ${SECRET}; echo ${SECRET} >&2; exit 7`, 'ended with exit code 7.'],
      [`echo ${SECRET}; kill -9 $$`, 'ended with signal SIGKILL.'],
      [['/nowhere/at-all', SECRET], 'cannot be run: there is no program /nowhere/at-all.'],
      ['true', 'gives no password: it is empty.'],
      [`head -c 100000 /dev/zero`, 'prints more than a password.'],
    ] as const) {
      const source = {'password-command': typeof command === 'string' ? command : [...command]}
      const {code, message, hints} = await thrownBy(ask(source))
      expect([code, message]).to.deep.equal(['REFUSED', `The password command of the profile p ${says}`])
      expect(hints.join('')).not.to.contain(SECRET)
    }
  })

  it('gets no input, and ends in time', async () => {
    expect(await ask({'password-command': 'cat; echo x'})).to.equal('x')
    const start = performance.now()
    // What the command started keeps the pipe open.
    const {message} = await thrownBy(ask({'password-command': 'sleep 20 & sleep 20'}, 200))
    expect(message).to.equal('The password command of the profile p did not end within 0.2 s.')
    expect(performance.now() - start).to.be.below(5000)
    const stop = new AbortController()
    const asked = thrownBy(ask({'password-command': 'sleep 20'}, undefined, stop.signal))
    stop.abort()
    expect((await asked).code).to.equal('CANCELLED')
  })
})
