export { TrainingView as default } from '../features/training/TrainingView';
