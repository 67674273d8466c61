// @ts-check

/**
 * Reports files that are dropped anywhere on the page. Text that is dragged into the editor is left to the editor.
 *
 *     onFilesDropped((files) => write.openFiles(files));
 *
 * @param {(files: File[]) => void} onFiles
 */
export function onFilesDropped(onFiles) {
  const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;
  addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault());
  // Otherwise the editor would insert the text of a file at the pointer.
  addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    onFiles([...(event.dataTransfer?.files ?? [])]);
  }, { capture: true });
}
