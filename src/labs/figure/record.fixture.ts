/** For tests: records a figure of the course. */
import { readFileSync } from 'node:fs'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { Recording } from '../recording/index.ts'
import { type FigureSettings, programFiles, readFigure, topologyValues } from './figure-file.ts'
import { playFigure } from './play.ts'

export function recordFigure(
  id: string,
  change: Partial<FigureSettings> = {},
  module = '03-tcp-conversations',
): Promise<Recording> {
  return recordFolder(`content/${module}/figures/${id}`, change)
}

/** Records a figure from this folder. */
export async function recordFolder(folder: string, change: Partial<FigureSettings> = {}): Promise<Recording> {
  const figure = readFigure(`${folder}/figure.yaml`, readFileSync(`${folder}/figure.yaml`, 'utf8'))
  const settings = { ...figure.settings, ...change }
  const files = Object.fromEntries(
    figure.programs.map(({ program }) => [program, readFileSync(`${folder}/${program}`, 'utf8')]),
  )
  const recording = new Recording()
  const { lab } = await openSimulatedLab({
    topology: figure.topology,
    params: topologyValues(figure, settings),
    seed: figure.seed,
    tables: true,
    files: { submission: programFiles(files, settings) },
    observe: (records) => recording.add(structuredClone(records)),
  })
  await playFigure(lab, figure, settings)
  await lab.close()
  return recording
}
