import type { components } from '../../api/schema';

type Schemas = components['schemas'];

export type SpotCheckSummary = Schemas['AuditsSpotCheckSummary'];
export type SpotCheck = Schemas['AuditsSpotCheck'];
export type Finding = Schemas['AuditsFinding'];
export type Photo = Schemas['AuditsPhoto'];
