import { notifications } from '@mantine/notifications';

export function notifyDone(message: string): void {
  notifications.show({ message, color: 'teal', autoClose: 4_000 });
}

export function notifyFailed(message: string): void {
  notifications.show({ message, color: 'red', autoClose: 9_000 });
}
