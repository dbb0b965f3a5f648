import { useEffect, type ReactNode } from "react";

export interface PageProps {
  readonly title: string;
  /** One sentence below it. */
  readonly lead?: ReactNode;
  /** What can be done here, beside the title. */
  readonly actions?: ReactNode;
  /** Takes the whole width and height: maps and grids. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** A screen: its title is that of the tab too, and the first thing that is read out. */
export function Page({ title, lead, actions, isWide = false, children }: PageProps): ReactNode {
  useEffect(() => {
    document.title = `${title} · Truce`;
  }, [title]);
  return (
    <div className={isWide ? "page page-wide" : "page"}>
      <header className="page-head">
        <div>
          <h1 dir="auto">{title}</h1>
          {lead !== undefined && <div className="page-lead">{lead}</div>}
        </div>
        {actions !== undefined && <div className="row no-print">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
