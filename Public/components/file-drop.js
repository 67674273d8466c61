// @ts-check

/**
 * Tells of files that are dropped anywhere on the page. Text that is dragged into the editor is left to it.
 *
 *     onFilesDropped((files) => write.openFiles(files));
 *
 * @param {(files: File[]) => void} onFiles
 */
export function onFilesDropped(onFiles) {
  const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;
  addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault());
  // The editor would put the text of a file in at the pointer.
  addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    onFiles([...(event.dataTransfer?.files ?? [])]);
  }, { capture: true });
}
