import type { JSX } from 'preact'
import { strings } from '#strings'
import { Dialog } from './dialog.tsx'
import { History, isSolutionOpen, Solution } from './files/index.ts'
import type { LabController } from './lab-controller.ts'
import { PlayCapture } from './packets/index.ts'
import { PanesDialog } from './panes-dialog.tsx'
import { ShareLink } from './share/index.ts'

/** The page's dialogs, one open at a time. */
export function LabDialogs({ lab }: { lab: LabController }): JSX.Element {
  const { workspace, banners, sharing } = lab
  const { dialog } = workspace
  const back = (label: string, files: Readonly<Record<string, string>>) => ({
    label,
    act: () => {
      workspace.replaceFiles(files)
      banners.clear()
    },
  })
  return (
    <>
      <Dialog open={dialog} name="history" title={strings.files.historyTitle} wide>
        <History
          workspace={workspace}
          onDone={() => {
            dialog.value = null
            banners.say('info', strings.files.restored)
          }}
        />
      </Dialog>
      <Dialog open={dialog} name="solution" title={strings.solution.title} wide={isSolutionOpen(workspace)}>
        <Solution
          workspace={workspace}
          onTaken={(before) => {
            dialog.value = null
            banners.say('info', strings.solution.taken, '', [back(strings.solution.undo, before)])
          }}
        />
      </Dialog>
      <Dialog open={dialog} name="clients" title={strings.playCapture.title}>
        {workspace.clients.value && (
          <PlayCapture opened={workspace.clients.value} exercise={workspace.exercise} play={lab.playClients} />
        )}
      </Dialog>
      <Dialog open={dialog} name="panes" title={strings.panes.title}>
        <PanesDialog layout={lab.layout} />
      </Dialog>
      <Dialog open={dialog} name="share" title={strings.share.title}>
        <ShareLink title={workspace.exercise.title} makeLink={() => sharing.link()} />
      </Dialog>
    </>
  )
}
