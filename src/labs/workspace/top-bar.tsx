import type { ComponentChildren, JSX } from 'preact'
import { strings } from '#strings'
import { siteAddress } from '../site/index.ts'
import type { LabCommands } from './commands.ts'
import { type WorkActions, WorkMenu } from './work/index.ts'
import type { Workspace } from './workspace.ts'

const words = strings.lab

interface TopBarProps {
  workspace: Workspace
  commands: LabCommands
  work: WorkActions
  /** A check or a submission is running. */
  isBusy: boolean
  canStop: boolean
}

/** The exercise's name, the save state, and the main actions. */
export function TopBar({ workspace, commands, work, isBusy, canStop }: TopBarProps): JSX.Element {
  const { exercise, files } = workspace
  const { runsHere } = exercise
  const belongsTo = exercise.lessons[0] ?? exercise.module
  const busy = isBusy ? words.alreadyRunning : undefined
  return (
    <header class="lab-top">
      <a class="logo" href={siteAddress('/')} aria-label={strings.site.logoLabel}>
        <LogoMark />
      </a>
      <nav class="crumbs" aria-label={strings.site.whereYouAre}>
        <a class="wide-only" href={siteAddress(belongsTo.href)}>
          {belongsTo.title}
        </a>
        <span class="wide-only" aria-hidden="true">
          /
        </span>
        <h1>{exercise.title}</h1>
      </nav>
      <span class={files.isStored.value ? 'saved medium-up' : 'saved not-saved'}>
        {files.isStored.value ? words.saved : words.notSaved}
      </span>
      <span class="spacer" />
      <WorkMenu actions={work} />
      <button
        type="button"
        class="button quiet medium-up"
        aria-label={words.shortcuts}
        title={words.shortcuts}
        onClick={commands.help}
      >
        ?
      </button>
      {runsHere && (
        <>
          <CommandButton
            act={commands.run}
            keys="Ctrl ↵"
            isPrimary
            not={workspace.isSubmitting.value ? words.submitting : undefined}
          >
            {words.run}
          </CommandButton>
          <CommandButton act={commands.stop} keys="Ctrl ." not={canStop ? undefined : words.stopNothing}>
            {words.stop}
          </CommandButton>
          <CommandButton act={commands.check} keys="Ctrl ⇧ ↵" not={busy} title={words.checkTitle}>
            {words.check}
          </CommandButton>
        </>
      )}
      <CommandButton
        act={commands.submit}
        {...(!runsHere && { keys: 'Ctrl ↵', isPrimary: true })}
        not={busy}
        title={strings.submit.title}
      >
        {strings.submit.button}
      </CommandButton>
    </header>
  )
}

interface CommandButtonProps {
  act: () => void
  keys?: string
  isPrimary?: boolean
  /** Why the button is disabled. */
  not: string | undefined
  title?: string
  children: ComponentChildren
}

function CommandButton({ act, keys, isPrimary = false, not, title, children }: CommandButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class={isPrimary ? 'button primary' : 'button'}
      onClick={act}
      aria-disabled={not !== undefined}
      title={not ?? title}
    >
      {children} {keys && <kbd class="medium-up">{keys}</kbd>}
    </button>
  )
}

function LogoMark(): JSX.Element {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
      <path d="M3 1v20M19 1v20" stroke="currentColor" stroke-width="2.4" />
      <path d="M3.5 5.5 18 10" stroke="currentColor" stroke-width="2" />
      <path d="M18.5 12 6 16.2" stroke="currentColor" stroke-width="2" />
      <path d="M3.2 17.2l5.8-3.7 1 3.6z" fill="currentColor" />
    </svg>
  )
}
