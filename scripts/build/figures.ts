// Runs the worlds of the lessons' figures and stores the recordings. The site shows them before any script runs, and every measured number in a
// lesson's text comes from them.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { WorldRecord } from '#lab'
import type { Figure, FigureSettings, Finishes, RecordedFigure, StoredRecord } from '#labs/figure/index.ts'
import type { Step } from './step.ts'

const FOLDER = 'generated/figures'

/** Folders of all figures: `content/<module>/figures/<id>`. Throws if two have one id, by which pages find a recording. */
function figureFolders(): string[] {
  const folders = readdirSync('content').flatMap((module) => {
    try {
      return readdirSync(join('content', module, 'figures')).map((id) => join('content', module, 'figures', id))
    } catch {
      return []
    }
  })
  for (const folder of folders) {
    const other = folders.find((candidate) => candidate !== folder && basename(candidate) === basename(folder))
    if (other) throw new Error(`${folder} and ${other}: two figures have one name. Rename one of the folders`)
  }
  return folders
}

export const figures: Step = {
  name: 'figures',
  outputs: figureFolders().map((folder) => join(FOLDER, `${basename(folder)}.json`)),
  inputs: [...figureFolders(), 'content/topologies', 'src/runtime', 'src/labs/figure'],
  make: async () => {
    for (const folder of figureFolders()) await recordFigure(folder)
    return undefined
  },
}

export async function recordFigure(folder: string): Promise<void> {
  const { readFigure, variantSettings } = await import('#labs/figure/index.ts')
  const file = join(folder, 'figure.yaml')
  const figure = readFigure(file, readFileSync(file, 'utf8'))
  const main = await run(folder, figure, figure.settings)
  const variants: Record<string, StoredRecord[]> = {}
  for (const name of Object.keys(figure.variants))
    variants[name] = await run(folder, figure, variantSettings(figure, name))
  const recorded: RecordedFigure = {
    main,
    variants,
    map: await recordMap(folder, figure),
    curves: await recordCurves(folder, figure),
  }
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(join(FOLDER, `${basename(folder)}.json`), JSON.stringify(recorded))
}

/** Runs the worlds of a heat map; only their finish times are stored. */
async function recordMap(folder: string, figure: Figure): Promise<Finishes[][]> {
  if (!figure.map) return []
  const { finishOf, mapRows, restoreRecording, runMap } = await import('#labs/figure/index.ts')
  const rows = mapRows(figure)
  const map: Finishes[][] = rows.map(() => [])
  for await (const { row, finishes } of runMap(rows, async (settings) =>
    finishOf(restoreRecording(await run(folder, figure, settings))),
  ))
    map[row]!.push(finishes)
  return map
}

/** Runs the worlds of a figure's curves; only the number that each printed is stored. */
async function recordCurves(folder: string, figure: Figure): Promise<RecordedFigure['curves']> {
  if (!figure.curves) return []
  const { curvesOf, numberRead, restoreRecording } = await import('#labs/figure/index.ts')
  const curves: (number | null)[][] = []
  for (const { points } of curvesOf(figure)) {
    const numbers: (number | null)[] = []
    for (const { settings } of points) {
      const { printed } = restoreRecording(await run(folder, figure, settings))
      numbers.push(numberRead(figure, printed))
    }
    curves.push(numbers)
  }
  return curves
}

async function run(folder: string, figure: Figure, settings: FigureSettings): Promise<StoredRecord[]> {
  const { playFigure, programFiles, storeRecords, topologyValues } = await import('#labs/figure/index.ts')
  const { openSimulatedLab } = await import('#lab/on-disk/index.ts')
  const programs = [...new Set(figure.programs.map(({ program }) => program))]
  const files = Object.fromEntries(programs.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
  const records: WorldRecord[] = []
  const { lab } = await openSimulatedLab({
    topology: figure.topology,
    params: topologyValues(figure, settings),
    seed: figure.seed,
    files: { submission: programFiles(files, settings) },
    tables: true,
    observe: (more) => records.push(...more),
  })
  await playFigure(lab, figure, settings)
  // Effects of closing the world are not part of the figure.
  const seen = structuredClone(records)
  await lab.close()
  return storeRecords(seen)
}
