import type { ReactNode } from "react";
import { Loaded, Page } from "../../parts/index.ts";
import { useRows } from "../../record/index.ts";

export function Screen(): ReactNode {
  const rows = useRows();
  return (
    <Page title="Today">
      <Loaded of={rows}>{({ rows: selected, columns }) => <p>{selected.length} / {columns.count}</p>}</Loaded>
    </Page>
  );
}
