/** `--client`: the clients of a capture, played again as a program on a host of the world. */
import { readFileSync, statSync } from 'node:fs'
import { type CaptureClients, PLAYER_NAME, playerProgram, readCaptureClients } from '#lab'
import { CommandError } from '../command-error.ts'

/** Larger files are not even read into memory. */
const MOST_FILE_BYTES = 64 * 2 ** 20

export interface CaptureClient extends CaptureClients {
  /** Text of the program that plays it, and its name among the files. */
  readonly name: string
  readonly text: string
}

export interface ClientOptions {
  /** The capture, the server that it is played against, and the port there if not the captured one. */
  readonly file: string
  readonly target: string
  readonly port: number | null
}

/** Reads a capture's clients, to play them against `target`. Throws CommandError with what is wrong where. */
export async function readClient({ file, target, port }: ClientOptions): Promise<CaptureClient> {
  const read = await readCaptureClients(readBytes(file))
  if (typeof read === 'string') throw new CommandError(`--client ${file}: ${read}`)
  return { ...read, name: PLAYER_NAME, text: playerProgram(read.sides, target, { port }) }
}

function readBytes(file: string): Uint8Array {
  try {
    const { size } = statSync(file)
    if (size <= MOST_FILE_BYTES) return readFileSync(file)
    throw new CommandError(
      `--client ${file}: ${size} bytes; at most ${MOST_FILE_BYTES} are read. Keep the packets that you need: editcap -r IN OUT 1-1000, or tshark -r IN -Y FILTER -w OUT`,
    )
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(`--client ${file}: ${(error as Error).message}`)
  }
}
