import type { JSX } from 'preact'
import type { Workspace } from './workspace.ts'

const SIGNS = { info: 'i', warning: '◷', error: '✕' }

/** Shows what went wrong, what is safe and what to do. One at a time, over the panes and never over code. */
export function BannerView({ workspace }: { workspace: Workspace }): JSX.Element {
  const banner = workspace.banner.value
  return (
    <div aria-live="assertive">
      {banner && (
        <div class={`banner ${banner.kind}`} role={banner.kind === 'info' ? 'status' : 'alert'}>
          <span class="sign" aria-hidden="true">
            {SIGNS[banner.kind]}
          </span>
          <p>
            <b>{banner.title}</b> {banner.text}
          </p>
          <span class="spacer" />
          {banner.actions.map((action) => (
            <button
              key={action.label}
              type="button"
              class={action.isPrimary ? 'button primary' : 'button'}
              onClick={action.act}
            >
              {action.label}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
