import {
  IconBrandSlack,
  IconBrandWechat,
  IconMail,
  IconMessage2,
  IconMessageCircle,
  IconWebhook,
  type Icon,
} from '@tabler/icons-react';
import type { ChannelType } from '../api/client';

export const CHANNEL_ICONS: Record<ChannelType, Icon> = {
  email: IconMail,
  feishu: IconMessage2,
  dingtalk: IconMessageCircle,
  wecom: IconBrandWechat,
  slack: IconBrandSlack,
  webhook: IconWebhook,
};
