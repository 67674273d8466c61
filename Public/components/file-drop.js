// @ts-check

/** Tells of a file that is dropped anywhere on the page. @param {(file: File) => void} onFile */
export function onFileDropped(onFile) {
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    event.preventDefault();
    const dropped = event.dataTransfer?.files[0];
    if (dropped) onFile(dropped);
  });
}
