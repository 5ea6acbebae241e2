import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { readTopology } from '#lab'
import { compileFilter, dissect, FilterError } from '#network'
import {
  type FigureProps,
  type LadderFigureProps,
  type RecordedFigure,
  readFigure,
  restoreRecording,
  type ShownFigure,
  storeRun,
  topologyValues,
  variantSettings,
} from '../figure/index.ts'
import type { CurvesProps } from '../figure/live-curves.tsx'
import type { HeatMapProps } from '../figure/live-heat-map.tsx'
import type { RaceProps } from '../figure/live-race.tsx'
import type { PacketView, Recording } from '../recording/index.ts'
import { contentFiles } from './content-files.ts'

/** Whether the course has figures that only the gallery shows. */
export const hasGallery = (): boolean => existsSync('content/gallery')

/** Names of all figures. */
export function publishedFigureIds(): string[] {
  return contentFiles('content/*/figures/*/figure.yaml').map((file) => basename(dirname(file)))
}

/** A figure of the course, with its ladder's data. */
export function publishedLadder(id: string): LadderFigureProps {
  return { ...publishedFigure(id), run: storeRun(recordingOf(id)) }
}

/** A figure of the course, with its recording. `tables`: for a view of sockets or queues. */
export function publishedRecording(id: string, { tables = false }: { tables?: boolean } = {}): FigureProps {
  const { main } = runsOf(id)
  return { ...publishedFigure(id), recorded: tables ? main : main.filter(({ kind }) => kind !== 'tables') }
}

function publishedFigure(id: string): ShownFigure {
  const folder = folderOf(id)
  const file = join(folder, 'figure.yaml')
  const figure = readFigure(file, readFileSync(file, 'utf8'))
  const programs = [...new Set(figure.programs.map(({ program }) => program))]
  const topologyFile = `content/topologies/${figure.topology}.yaml`
  const topology = { file: topologyFile, text: readFileSync(topologyFile, 'utf8') }
  const { nodes } = readTopology(topology.file, topology.text, topologyValues(figure, figure.settings))
  return {
    id,
    figure,
    files: Object.fromEntries(programs.map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
    topology,
    hosts: nodes.map((node) => node.name),
  }
}

/** Two variants of a figure, to race. */
export function publishedRace(id: string, between: readonly [string, string]): Omit<RaceProps, 'isTimed'> {
  const world = publishedFigure(id)
  const lane = (name: string) => ({
    title: world.figure.variants[name]?.title ?? name,
    settings: variantSettings(world.figure, name),
    run: storeRun(restoreRecording(runsOf(id).variants[name] ?? [])),
  })
  return { ...world, lanes: [lane(between[0]), lane(between[1])] }
}

/** The heat map of a figure: two variants in every combination of two knobs. */
export function publishedHeatMap(id: string): HeatMapProps {
  const world = publishedFigure(id)
  if (!world.figure.map) throw new Error(`The figure "${id}" has no "map" in its figure.yaml`)
  return { ...world, finishes: runsOf(id).map }
}

/** The curves of a figure: a number that its programs print, under a range of conditions. */
export function publishedCurves(id: string): CurvesProps {
  const world = publishedFigure(id)
  const { curves } = runsOf(id)
  if (curves.flat().includes(null))
    throw new Error(`The programs of the figure "${id}" did not print a number in each run`)
  return { ...world, numbers: curves }
}

/** Selects a packet of a figure: the nth match of a display filter. */
export interface FigurePacketQuestion {
  figure: string
  packet: string
  nth?: number
}

/** Finds the packet. Throws without a match: the text would describe something that did not happen. */
export function figurePacket({ figure, packet, nth = 1 }: FigurePacketQuestion): PacketView {
  const found = figurePackets(figure, packet)
  const view = found[nth - 1]
  if (!view) throw new Error(`The figure "${figure}" has ${found.length} packets for ${packet}, not ${nth}`)
  return view
}

/** All packets of a figure's recorded run that match a display filter; an empty one matches all. */
export function figurePackets(figure: string, filter = ''): readonly PacketView[] {
  const { packets } = recordingOf(figure)
  if (filter === '') return packets
  const matches = compileFilter(filter)
  if (matches instanceof FilterError) throw new Error(`${matches}`)
  return packets.filter((view) => matches(dissect(view.bytes, view.position)))
}

const recordings = new Map<string, Recording>()

/** Recorded once for all references in a text. */
function recordingOf(figure: string): Recording {
  const recording = recordings.get(figure) ?? restoreRecording(runsOf(figure).main)
  recordings.set(figure, recording)
  return recording
}

function runsOf(id: string): RecordedFigure {
  return JSON.parse(readFileSync(`generated/figures/${id}.json`, 'utf8'))
}

function folderOf(id: string): string {
  for (const module of readdirSync('content')) {
    const folder = join('content', module, 'figures', id)
    if (existsSync(folder)) return folder
  }
  throw new Error(`There is no figure "${id}" in content/*/figures`)
}
