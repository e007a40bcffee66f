/**
 * The workflow id of what belongs to a run: "garden/iteration-0007-3f2a9c1b". With the run's tag, so that a run may take a name again while
 * something of an earlier run of that name is open yet. Without one it is what earlier versions made of it.
 */
export function childId(run: string, child: string, tag: string | undefined): string {
  return tag === undefined ? `${run}/${child}` : `${run}/${child}-${tag}`;
}
