import type { LedgerEntry } from '../../model/scenario.js';
import { answerEntries, pluginEntries, schemaEntries, type Because, type Pair } from './entries.js';

const PAIR: Pair = '1.36 -> 1.37';
const TREE = 'https://github.com/kubernetes/kubernetes/blob';

const REQUIRED = {
  reason:
    'schemas are not versioned: 1.37 marks other fields as required, also while it emulates 1.36. What the server asks for is the ' +
    'same (the guarantee `validation` holds); only clients that check objects against the schema, or are generated from it, see a change',
};

const NODE_ALLOCATABLE = {
  reason:
    'alpha fields of a stable kind (gate DRANodeAllocatableResources, off by default) were reshaped in 1.37, and schemas are not ' +
    'versioned. Both releases drop the fields while the gate is off, so a rollback meets them only where somebody set that gate',
  source: `${TREE}/v1.37.2/staging/src/k8s.io/api/core/v1/types.go (NodeAllocatableResourceClaimStatus) and staging/src/k8s.io/api/resource/v1/types.go (Device), against v1.36.3`,
};

const PLUGINS = {
  reason:
    'names of admission plugins are not versioned: 1.37 dropped this one, which acts in 1.36 only with an alpha gate on. A 1.36 ' +
    'command line that names it (--disable-admission-plugins) keeps 1.37 from starting',
  source: `${TREE}/v1.36.3/pkg/kubeapiserver/options/plugins.go has it, ${TREE}/v1.37.2/pkg/kubeapiserver/options/plugins.go does not`,
};

const NODE_FEATURES = {
  reason:
    'from 1.37 on the plugin also handles CREATE, for the alpha gate DRANodeAllocatableResources; with the gate off it lets every ' +
    'create pass',
  source: `${TREE}/v1.37.2/plugin/pkg/admission/nodedeclaredfeatures/admission.go (NewPlugin), against v1.36.3`,
};

const CSI_NODE = {
  reason:
    'CSINode got a status in 1.37 that no gate and no emulated version guards as a whole: an empty one is part of every CSINode. ' +
    'It holds nothing, so a rollback loses nothing of use',
  source: `${TREE}/v1.37.2/staging/src/k8s.io/api/storage/v1/types.go (CSINodeStatus)`,
};

const USER_NAMESPACE = {
  reason:
    'a leak: KubeletInUserNamespace is off while 1.36 is emulated, and 1.37 drops the field when a node status is updated, but ' +
    'not when a node is created with it. 1.36 does not know the field, so a rollback loses it',
  source: `${TREE}/v1.37.2/pkg/registry/core/node/strategy.go (PrepareForUpdate of the status clears it, dropDisabledFields on create does not)`,
};

function requiredIn(file: string): Because {
  return {
    ...REQUIRED,
    source: `${TREE}/v1.37.2/staging/src/k8s.io/api/${file} (+required, +optional), against v1.36.3`,
  };
}

/** What 1.37 emulating 1.36 describes and answers otherwise than a real 1.36. */
export const SURFACE_FROM_1_36_TO_1_37: readonly LedgerEntry[] = [
  ...schemaEntries(PAIR, requiredIn('apps/v1/types.go'), {
    'api.apps.v1.ControllerRevision': ['required data', 'required revision'],
    'api.apps.v1.DaemonSet': ['required spec'],
    'api.apps.v1.DaemonSetCondition': ['required status', 'required type'],
    'api.apps.v1.Deployment': ['required spec'],
    'api.apps.v1.DeploymentCondition': ['required status', 'required type'],
    'api.apps.v1.ReplicaSet': ['required spec'],
    'api.apps.v1.ReplicaSetCondition': ['required status', 'required type'],
    'api.apps.v1.StatefulSet': ['required spec'],
    'api.apps.v1.StatefulSetCondition': ['required status', 'required type'],
  }),
  ...schemaEntries(PAIR, requiredIn('flowcontrol/v1/types.go'), {
    'api.flowcontrol.v1.FlowSchema': ['required spec'],
    'api.flowcontrol.v1.FlowSchemaCondition': ['required type'],
    'api.flowcontrol.v1.LimitedPriorityLevelConfiguration': ['required limitResponse'],
    'api.flowcontrol.v1.PriorityLevelConfiguration': ['required spec'],
    'api.flowcontrol.v1.PriorityLevelConfigurationCondition': ['required type'],
  }),
  ...schemaEntries(PAIR, requiredIn('resource/v1/types.go'), {
    'api.resource.v1.DeviceClass': ['required spec'],
    'api.resource.v1.ResourceClaim': ['required spec'],
    'api.resource.v1.ResourceClaimTemplate': ['required spec'],
    'api.resource.v1.ResourceClaimTemplateSpec': ['required spec'],
  }),
  ...schemaEntries(PAIR, NODE_ALLOCATABLE, {
    'api.core.v1.NodeAllocatableResourceClaimStatus': ['required resources', 'resources'],
    'api.core.v1.PodStatus': ['nodeAllocatableResourceClaimStatuses'],
    'api.resource.v1.Device': ['nodeAllocatableResourceMappings'],
    'api.resource.v1.NodeAllocatableResourceMapping': [''],
  }),
  ...pluginEntries(PAIR, 'JobValidation validate UPDATE', PLUGINS),
  ...pluginEntries(PAIR, 'PodGroupWorkloadExists validate CREATE', PLUGINS),
  ...pluginEntries(PAIR, 'NodeDeclaredFeatureValidator validate CREATE', NODE_FEATURES),
  ...answerEntries(PAIR, CSI_NODE, {
    'storage.k8s.io/v1 csinodes': ['object.status'],
    'storage.k8s.io/v1 csinodes with "No such Value!" at spec.drivers[0].nodeID': ['object.status'],
    'storage.k8s.io/v1 csinodes with an unknown field': ['object.status'],
    'storage.k8s.io/v1 csinodes with {} at spec': ['object.status'],
    'storage.k8s.io/v1 csinodes with {} at spec.drivers[0].allocatable': ['object.status'],
    'storage.k8s.io/v1 csinodes without spec': ['object.status'],
    'storage.k8s.io/v1 csinodes without spec.drivers': ['object.status'],
    'storage.k8s.io/v1 csinodes without spec.drivers[0].allocatable': ['object.status'],
    'storage.k8s.io/v1 csinodes storage-health (1.37)': ['object.status'],
  }),
  ...answerEntries(PAIR, USER_NAMESPACE, {
    'v1 nodes user-namespace (1.37)': ['object.status.nodeInfo.runningInUserNamespace'],
  }),
];
