import {generateKeyPairSync, type KeyObject, randomBytes, sign} from 'node:crypto'
import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'

/** Paths of PEM files: the authority, and a certificate with its key that nodes and clients share. */
export type TlsFiles = {readonly ca: string; readonly cert: string; readonly key: string}

/**
 * Creates an authority and a certificate for localhost, 127.0.0.1, 127.0.0.2 and ::1, valid for a day, and writes
 * them into a folder as ca.crt, node.crt and node.key. With `name`, the files have that name instead.
 */
export async function makeCertificates(folder: string, name = 'node'): Promise<TlsFiles> {
  const authority = generateKeyPairSync('ec', {namedCurve: 'P-256'})
  const node = generateKeyPairSync('ec', {namedCurve: 'P-256'})
  const issuer = {name: `${name} authority`, key: authority.privateKey}
  const files = {
    ca: join(folder, `${name === 'node' ? '' : `${name}-`}ca.crt`),
    cert: join(folder, `${name}.crt`),
    key: join(folder, `${name}.key`),
  }
  await Promise.all([
    writeFile(files.ca, certificate(issuer, issuer.name, authority.publicKey, [AUTHORITY])),
    writeFile(files.cert, certificate(issuer, name, node.publicKey, [hostNames()])),
    writeFile(files.key, node.privateKey.export({type: 'pkcs8', format: 'pem'}), {mode: 0o600}),
  ])
  return files
}

type Issuer = {readonly name: string; readonly key: KeyObject}

// X.509 version 3 in DER, as RFC 5280 section 4.1 lays it out.
function certificate(issuer: Issuer, subject: string, key: KeyObject, extensions: readonly Buffer[]): string {
  const content = der(SEQUENCE, [
    der(0xa0, [der(INTEGER, [Buffer.of(2)])]),
    der(INTEGER, [Buffer.concat([Buffer.of(1), randomBytes(8)])]),
    ECDSA_SHA256,
    distinguishedName(issuer.name),
    der(SEQUENCE, [time(-3600), time(24 * 3600)]),
    distinguishedName(subject),
    key.export({type: 'spki', format: 'der'}),
    der(0xa3, [der(SEQUENCE, extensions)]),
  ])
  const signature = Buffer.concat([Buffer.of(0), sign('sha256', content, issuer.key)])
  const whole = der(SEQUENCE, [content, ECDSA_SHA256, der(BIT_STRING, [signature])])
  const lines = whole.toString('base64').replaceAll(/.{64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

function distinguishedName(name: string): Buffer {
  const commonName = der(SEQUENCE, [der(OID, [Buffer.of(0x55, 4, 3)]), der(UTF8_STRING, [Buffer.from(name)])])
  return der(SEQUENCE, [der(SET, [commonName])])
}

function time(secondsFromNow: number): Buffer {
  const text = new Date(Date.now() + secondsFromNow * 1000).toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return der(UTC_TIME, [Buffer.from(text.slice(2))])
}

function hostNames(): Buffer {
  const addresses = [
    Buffer.of(127, 0, 0, 1),
    Buffer.of(127, 0, 0, 2),
    Buffer.concat([Buffer.alloc(15), Buffer.of(1)]),
  ]
  const names = [der(0x82, [Buffer.from('localhost')]), ...addresses.map((address) => der(0x87, [address]))]
  return der(SEQUENCE, [der(OID, [Buffer.of(0x55, 0x1d, 17)]), der(OCTET_STRING, [der(SEQUENCE, names)])])
}

function der(tag: number, parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const size = content.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.of(tag, ...length), content])
}

const INTEGER = 0x02
const BIT_STRING = 0x03
const OCTET_STRING = 0x04
const OID = 0x06
const UTF8_STRING = 0x0c
const UTC_TIME = 0x17
const SEQUENCE = 0x30
const SET = 0x31

const ECDSA_SHA256 = der(SEQUENCE, [der(OID, [Buffer.from('2a8648ce3d040302', 'hex')])])
// Basic constraints, critical: this is an authority.
const AUTHORITY = Buffer.from('300f0603551d130101ff040530030101ff', 'hex')
