export { Profile as default } from '../features/session/Profile';
