/** The world of a figure, fetched at the reader's first change: the page works without it. */
import { connectLab } from '#lab'
import { strings } from '#strings'
import { Recording } from '../recording/index.ts'
import { type Sandbox, SandboxPool } from '../sandbox/index.ts'
import { type Figure, type FigureSettings, programFiles, topologyValues } from './figure-file.ts'
import { playFigure } from './play.ts'

export interface FigureWorld {
  figure: Figure
  /** Program texts by file name. */
  files: Readonly<Record<string, string>>
  topology: { file: string; text: string }
}

/** One pool for all figures of a page: its frame is created when the reader reaches for the first of them. */
const pool = new SandboxPool()

/** Prepares the frame for the next run. */
export function prepareWorld(): void {
  pool.prepare()
}

/**
 * Runs a new world in a new frame and collects its records until nothing more happens. When `stop` is raised, the frame
 * is removed and its records are dropped. Rejects with a sentence for the reader if the world cannot run.
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
      topology,
      params: topologyValues(figure, settings),
      seed,
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
