import { readCaptureClients } from '#lab'
import { strings } from '#strings'
import type { Recording } from '../recording/index.ts'
import type { Banners } from './banners.ts'
import { readCapture } from './packets/index.ts'
import type { Workspace } from './workspace.ts'

/** Larger files are only shown. */
const MOST_PLAYED = 64 * 2 ** 20

/** Shows a capture file in place of the run. One banner says what is damaged, and that its clients can be played. */
export async function openCapture(
  file: File,
  workspace: Workspace,
  banners: Banners,
  show: (recording: Recording) => void,
): Promise<void> {
  const read = await readCapture(file)
  if (typeof read === 'string') return banners.say('error', strings.packets.notOpened, read)
  const { recording, damage } = read
  workspace.clients.value = null
  show(recording)
  const found = workspace.exercise.runsHere ? await clientsOf(file, workspace) : null
  if (found === null) {
    if (damage !== null) banners.say('warning', strings.packets.damaged, damage)
    return
  }
  const actions = found.isPlayable ? [{ label: strings.playCapture.open, act: () => openDialog(workspace) }] : []
  if (damage === null) banners.say('info', found.title, found.note, actions)
  else banners.say('warning', strings.packets.damaged, `${damage}. ${found.title}`, actions)
}

interface Found {
  title: string
  note: string
  isPlayable: boolean
}

async function clientsOf(file: File, workspace: Workspace): Promise<Found> {
  const words = strings.playCapture
  const none = (note: string) => ({ title: words.notPlayed, note, isPlayable: false })
  if (file.size > MOST_PLAYED) return none(words.tooLarge(file.size))
  const clients = await readCaptureClients(new Uint8Array(await file.arrayBuffer()))
  if (typeof clients === 'string') return none(clients)
  workspace.clients.value = { name: file.name, ...clients }
  return { title: words.found(clients.sides.length), note: clients.notes[0] ?? '', isPlayable: true }
}

function openDialog(workspace: Workspace): void {
  workspace.dialog.value = 'clients'
}
