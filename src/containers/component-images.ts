import type { KubeComponent } from '../model/component.js';
import type { Release } from '../model/version.js';
import { programImage, type ImageArchive } from './program-image.js';

/** How kubeadm names the image of a component; `kubeadm config images list` prints the same. */
export function componentReference(component: KubeComponent, release: Release): string {
  return `registry.k8s.io/${component}:v${release}`;
}

/** Writes the image of a component, made of its verified program, into `directory`. */
export async function componentImage(
  component: KubeComponent,
  release: Release,
  program: { readonly path: string },
  directory: string,
): Promise<ImageArchive> {
  return programImage(componentReference(component, release), { name: component, path: program.path }, directory);
}
