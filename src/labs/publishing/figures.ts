import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readTopology } from '../../runtime/lab/index.ts'
import { compileFilter, dissect, FilterError } from '../../runtime/network/index.ts'
import { readFigure, restoreRecords, type StoredRecord } from '../figure/index.ts'
import type { LiveLadderProps } from '../figure/live-ladder.tsx'
import { type PacketView, Recording } from '../recording/index.ts'

/** A figure of the course, with what was recorded of it. */
export function publishedFigure(id: string): LiveLadderProps {
  const folder = folderOf(id)
  const file = join(folder, 'figure.yaml')
  const figure = readFigure(file, readFileSync(file, 'utf8'))
  const programs = [...new Set(figure.programs.map(({ program }) => program))]
  const topologyFile = `content/topologies/${figure.topology}.yaml`
  const topology = { file: topologyFile, text: readFileSync(topologyFile, 'utf8') }
  const { nodes } = readTopology(topology.file, topology.text)
  return {
    figure,
    files: Object.fromEntries(programs.map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
    topology,
    hosts: nodes.filter((node) => node.kind !== 'switch').map((node) => node.name),
    recorded: recordsOf(id),
  }
}

/** Which packet of a figure is meant: the nth that a display filter finds. */
export interface PacketQuestion {
  figure: string
  packet: string
  nth?: number
}

/** The packet that was asked for. Throws when there is none: the text would say something that did not happen. */
export function figurePacket({ figure, packet, nth = 1 }: PacketQuestion): PacketView {
  const filter = compileFilter(packet)
  if (filter instanceof FilterError) throw new Error(`${filter}`)
  const found = figurePackets(figure).filter((view) => filter(dissect(view.bytes, view.position)))
  const view = found[nth - 1]
  if (!view) throw new Error(`The figure "${figure}" has ${found.length} packets for ${packet}, not ${nth}`)
  return view
}

export function figurePackets(figure: string): readonly PacketView[] {
  const recording = new Recording()
  recording.add(restoreRecords(recordsOf(figure)))
  return recording.packets
}

function recordsOf(id: string): StoredRecord[] {
  return JSON.parse(readFileSync(`generated/figures/${id}.json`, 'utf8'))
}

function folderOf(id: string): string {
  for (const module of readdirSync('content')) {
    const folder = join('content', module, 'figures', id)
    if (existsSync(folder)) return folder
  }
  throw new Error(`There is no figure "${id}" in content/*/figures`)
}
