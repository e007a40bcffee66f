import { findStack, servedModelsValue } from '../../../adapters/stack';
import {
  localTeacherVariable,
  readConfiguration,
  servedModelsVariable,
  type Configuration,
} from '../../../adapters/workspace/configuration';

/** The endpoints of a workspace as its workers have them: with what its stack serves, where that is up. */
export async function knownEndpoints(workspace: string): Promise<Configuration> {
  const addresses = await findStack(workspace);
  const served = addresses && servedModelsValue(addresses);
  return readConfiguration(workspace, {
    ...process.env,
    ...(addresses?.teacherUrl !== undefined && { [localTeacherVariable]: addresses.teacherUrl }),
    ...(served !== undefined && { [servedModelsVariable]: served }),
  });
}
