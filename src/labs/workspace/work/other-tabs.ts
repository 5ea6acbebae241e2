import { strings } from '#strings'
import type { Banners } from '../banners.ts'
import { download } from '../download.ts'
import { attemptsKey, filesKey } from '../saved/index.ts'
import type { Workspace } from '../workspace.ts'

const words = strings.stored

/**
 * Keeps this page and others on the same exercise (a second tab, or this page as the Back button restores it) from writing
 * over each other's work. Returns the cleanup.
 */
export function shareStorage(workspace: Workspace, banners: Banners): () => void {
  const { files, attempts, exercise } = workspace
  const refresh = () => {
    attempts.refresh()
    if (!files.refresh()) return
    workspace.storedFilesReplaced()
    banners.say('info', words.changedElsewhere, words.changedElsewhereText)
  }
  files.onReplacing = (theirs) => {
    attempts.keep({ at: Date.now(), kind: 'before', files: theirs })
    const useTheirs = { label: words.useTheirs, act: () => workspace.replaceFiles(theirs) }
    banners.say('warning', words.replaced, words.replacedText, [useTheirs])
  }
  if (files.unreadable.value !== null)
    offerUnreadable(files.unreadable.value, exercise.id, files.isStored.value, banners)
  const stored = ({ key }: StorageEvent) => {
    if (key === filesKey(exercise.id) || key === attemptsKey(exercise.id)) refresh()
  }
  const leaving = (event: BeforeUnloadEvent) => {
    if (!files.isStored.value && files.isChanged) event.preventDefault()
  }
  addEventListener('storage', stored)
  addEventListener('pageshow', refresh)
  addEventListener('beforeunload', leaving)
  return () => {
    removeEventListener('storage', stored)
    removeEventListener('pageshow', refresh)
    removeEventListener('beforeunload', leaving)
  }
}

function offerUnreadable(text: string, exercise: string, isKept: boolean, banners: Banners): void {
  const save = { label: words.download, act: () => download(`${exercise}-unreadable.json`, text, 'application/json') }
  banners.say('warning', words.unreadable, isKept ? words.unreadableKept : words.unreadableInPlace, [save])
}
