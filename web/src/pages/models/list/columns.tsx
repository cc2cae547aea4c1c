import { paths } from '../../../app/paths.ts';
import { assetColumns, nameColumn } from '../../../parts/version/columns.tsx';

export const columns = [nameColumn(paths.model), ...assetColumns];
