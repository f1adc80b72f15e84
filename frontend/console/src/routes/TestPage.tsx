import { useParams } from '@tanstack/react-router';
import { TestView } from '../features/training/TestView';

export default function TestPage() {
  const { assessmentId } = useParams({ from: '/training/tests/$assessmentId' });
  return <TestView key={assessmentId} id={Number(assessmentId)} />;
}
