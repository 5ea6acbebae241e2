/** The world of a figure, fetched when the reader first changes something: the page stands without it. */
import { connectLab } from '../../runtime/lab/index.ts'
import { strings } from '../../strings/index.ts'
import { Recording } from '../recording/index.ts'
import { type Sandbox, SandboxPool } from '../sandbox/index.ts'
import { type Figure, type FigureSettings, programFiles } from './figure-file.ts'
import { playFigure } from './play.ts'

export interface FigureWorld {
  figure: Figure
  /** Program texts by file name. */
  files: Readonly<Record<string, string>>
  topology: { file: string; text: string }
}

/** One pool for all figures of a page: its frame is made when the first of them is touched. */
const pool = new SandboxPool()

/** Begins to make the frame that the next run needs. */
export function prepareWorld(): void {
  pool.prepare()
}

/**
 * A new frame, a new world; its records gather until nothing more happens in it. When `stop` is raised the frame goes, and what was recorded is
 * nobody's. Rejects with a sentence for the reader when the world cannot run.
 */
export async function runWorld(
  { figure, files, topology }: FigureWorld,
  settings: FigureSettings,
  seed: number,
  stop: AbortSignal,
): Promise<Recording> {
  const recording = new Recording()
  const sandbox = await pool.take()
  try {
    if (stop.aborted) return recording
    stop.addEventListener('abort', () => sandbox.close(), { once: true })
    const ended = whenGone(sandbox, recording)
    const port = sandbox.openWorld('figure', {
      ...{ topology, seed },
      files: { submission: programFiles(files, settings) },
    })
    const play = connectLab(port).then(async (lab) => {
      await playFigure(lab, figure, settings)
      await sandbox.caughtUp()
    })
    await Promise.race([play, ended])
    return recording
  } finally {
    sandbox.close()
    pool.prepare()
  }
}

function whenGone(sandbox: Sandbox, recording: Recording): Promise<never> {
  return new Promise((_resolve, reject) => {
    sandbox.watch({
      records: (_world, records) => recording.add(records),
      truncated: () => {},
      stuck: () => {},
      again: () => {},
      gone: () => reject(new Error(strings.trouble.memoryTitle)),
      failed: (message) => reject(new Error(message)),
    })
  })
}
