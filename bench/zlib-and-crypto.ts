/**
 * How fast programs hash, encrypt, sign and compress here, beside real Node. The same program runs on both sides; what an empty one takes is
 * taken off, and only the time outside is real.
 */
import { spawnSync } from 'node:child_process'
import { runProgram } from '#node/realm/run-program.fixture.ts'
import { type Figure, report } from './figure.ts'

interface Work {
  name: string
  unit: string
  /** Of the unit, in one run. */
  amount: number
  program: string
}

const MEGABYTES = 32
const DATA = `Buffer.from(Array.from({ length: 4096 }, (_, i) => 'line ' + (i * 2654435761 % 10007) + ' of a log\\n').join('')).subarray(0, 65536)`
const repeated = (setUp: string, body: string, count: number) =>
  `const data = ${DATA}; ${setUp}; for (let i = 0; i < ${count}; i++) { ${body} }`
const perPiece = (name: string, setUp: string, body: string, megabytes = MEGABYTES): Work => ({
  name,
  unit: 'MB/s',
  amount: megabytes,
  program: repeated(setUp, body, megabytes * 16),
})

const CRYPTO = `const crypto = require('crypto')`
const ZLIB = `const zlib = require('zlib')`
const CIPHER = `crypto.createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12))`
const WORK: Work[] = [
  perPiece('SHA-256', `${CRYPTO}; const hash = crypto.createHash('sha256')`, 'hash.update(data)', 128),
  perPiece('SHA3-256', `${CRYPTO}; const hash = crypto.createHash('sha3-256')`, 'hash.update(data)'),
  perPiece('AES-256-GCM', `${CRYPTO}; const cipher = ${CIPHER}`, 'cipher.update(data)'),
  perPiece('gzip, level 6', ZLIB, 'zlib.gzipSync(data)', 16),
  perPiece('gunzip', `${ZLIB}; const packed = zlib.gzipSync(data)`, 'zlib.gunzipSync(packed)'),
  {
    name: 'Ed25519 signatures',
    unit: '/s',
    amount: 300,
    program: repeated(
      `${CRYPTO}; const { privateKey } = crypto.generateKeyPairSync('ed25519')`,
      `crypto.sign(null, data.subarray(0, 100), privateKey)`,
      300,
    ),
  },
]

async function seconds(run: () => unknown): Promise<number> {
  const began = performance.now()
  await run()
  return (performance.now() - began) / 1000
}

/** What loads the same library without using it. */
const idle = (program: string) => program.replace(/for \(let i = 0; i < \d+/, 'for (let i = 0; i < 0')

async function speed({ amount, program }: Work, run: (text: string) => unknown): Promise<number> {
  await run(idle(program))
  const before = await seconds(() => run(idle(program)))
  return amount / Math.max(1e-3, (await seconds(() => run(program))) - before)
}

const real = (text: string) => void spawnSync(process.execPath, ['-e', text], { stdio: 'inherit' })
const simulated = async (text: string) => {
  const { code, stderr } = await runProgram(text)
  if (code !== 0) throw new Error(stderr)
}

async function* figures(): AsyncGenerator<Figure> {
  for (const work of WORK) {
    const value = await speed(work, simulated)
    yield { what: work.name, value, unit: work.unit, beside: { what: 'real Node', value: await speed(work, real) } }
  }
}

await report(figures())
