import type { ComponentChildren, JSX } from 'preact'

interface EmptyPaneProps {
  title?: string
  text: string
  children?: ComponentChildren
}

/** Says what will appear here, and one way to get it. */
export function EmptyPane({ title, text, children }: EmptyPaneProps): JSX.Element {
  return (
    <div class="empty">
      <div>
        {title && <h3>{title}</h3>}
        <p>{text}</p>
        {children}
      </div>
    </div>
  )
}
