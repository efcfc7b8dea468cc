extension Migration {
    /// Posts, challenges, notices and what people follow.
    static let community = Migration(
        version: 9, name: "community",
        portable: #"""
            -- What can be earned.
            CREATE TABLE badges (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              name text NOT NULL UNIQUE,
              description text,
              icon text,
              criteria json NOT NULL DEFAULT '{}',
              points integer NOT NULL DEFAULT 0,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Who earned which badge.
            CREATE TABLE user_badges (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              badge_id uuid NOT NULL REFERENCES badges(id) ON DELETE CASCADE,
              awarded_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (user_id, badge_id)
            );

            -- Days in a row that somebody did something.
            CREATE TABLE streaks (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              streak_type text NOT NULL,
              current_count integer NOT NULL DEFAULT 0,
              longest_count integer NOT NULL DEFAULT 0,
              last_activity_on date,
              updated_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (user_id, streak_type)
            );

            -- Posts of the community.
            CREATE TABLE posts (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              author_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              title text,
              body text NOT NULL,
              kind text NOT NULL DEFAULT 'post' CHECK (kind IN ('post', 'forum', 'announcement')),
              status text NOT NULL DEFAULT 'published' CHECK (status IN ('published', 'draft', 'hidden', 'deleted')),
              is_pinned boolean NOT NULL DEFAULT false,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              deleted_at timestamptz
            );
            CREATE INDEX posts_created_at_idx ON posts (created_at DESC, id);
            CREATE INDEX posts_author_idx ON posts (author_id, created_at DESC);

            -- Answers to posts, threaded.
            CREATE TABLE comments (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              post_id uuid NOT NULL REFERENCES posts(id) ON DELETE CASCADE,
              parent_id uuid REFERENCES comments(id) ON DELETE CASCADE,
              author_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              body text NOT NULL,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now(),
              deleted_at timestamptz
            );
            CREATE INDEX comments_post_idx ON comments (post_id, created_at);

            -- Answers to blog posts, by slug.
            CREATE TABLE blog_comments (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              post_slug text NOT NULL,
              user_id uuid REFERENCES users(id) ON DELETE SET NULL,
              parent_id uuid REFERENCES blog_comments(id) ON DELETE CASCADE,
              author_name text,
              body text NOT NULL,
              status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'spam', 'deleted')),
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX blog_comments_post_idx ON blog_comments (post_slug, created_at);

            -- Emoji under a post.
            CREATE TABLE reactions (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              post_id uuid NOT NULL REFERENCES posts(id) ON DELETE CASCADE,
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              emoji text NOT NULL,
              created_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (post_id, user_id, emoji)
            );

            -- Private notes of a person.
            CREATE TABLE journal_entries (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              title text,
              body text NOT NULL,
              mood text,
              is_private boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX journal_entries_user_created_idx ON journal_entries (user_id, created_at DESC);

            -- Goals that people take on together.
            CREATE TABLE challenges (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              title text NOT NULL,
              description text,
              status text NOT NULL DEFAULT 'upcoming'
                CHECK (status IN ('upcoming', 'active', 'completed', 'cancelled')),
              starts_at timestamptz,
              ends_at timestamptz,
              reward_points integer NOT NULL DEFAULT 0,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Who takes part in a challenge.
            CREATE TABLE challenge_participants (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              challenge_id uuid NOT NULL REFERENCES challenges(id) ON DELETE CASCADE,
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              progress integer NOT NULL DEFAULT 0,
              joined_at timestamptz NOT NULL DEFAULT now(),
              completed_at timestamptz,
              UNIQUE (challenge_id, user_id)
            );

            -- Points and rank in a period.
            CREATE TABLE leaderboard_entries (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              board text NOT NULL,
              points bigint NOT NULL DEFAULT 0,
              rank integer,
              period_start date NOT NULL,
              updated_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (board, period_start, user_id)
            );
            CREATE INDEX leaderboard_entries_rank_idx ON leaderboard_entries (board, period_start, points DESC);

            -- Notices to a person.
            CREATE TABLE notifications (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              type text NOT NULL,
              title text NOT NULL,
              body text,
              data json NOT NULL DEFAULT '{}',
              read_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX notifications_user_created_idx ON notifications (user_id, created_at DESC);
            CREATE INDEX notifications_unread_idx ON notifications (user_id) WHERE read_at IS NULL;

            -- Which notices reach a person, and how.
            CREATE TABLE notification_preferences (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              notification_type text NOT NULL,
              email_enabled boolean NOT NULL DEFAULT true,
              push_enabled boolean NOT NULL DEFAULT true,
              in_app_enabled boolean NOT NULL DEFAULT true,
              updated_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (user_id, notification_type)
            );

            -- Browsers that take push notices.
            CREATE TABLE push_subscriptions (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              endpoint text NOT NULL UNIQUE,
              p256dh text NOT NULL,
              auth text NOT NULL,
              user_agent text,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Who follows whom.
            CREATE TABLE user_follows (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              follower_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              followed_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE CHECK (followed_id <> follower_id),
              created_at timestamptz NOT NULL DEFAULT now(),
              UNIQUE (follower_id, followed_id)
            );

            -- People brought by others.
            CREATE TABLE referrals (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              referrer_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
              referred_id uuid REFERENCES users(id) ON DELETE SET NULL,
              code text NOT NULL UNIQUE,
              referred_email text,
              status text NOT NULL DEFAULT 'pending'
                CHECK (status IN ('pending', 'signed_up', 'rewarded', 'expired')),
              rewarded_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now()
            );

            -- Content that somebody reported.
            CREATE TABLE moderation_flags (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              content_type text NOT NULL,
              content_id uuid NOT NULL,
              reported_by uuid REFERENCES users(id) ON DELETE SET NULL,
              reason text NOT NULL,
              status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'upheld', 'dismissed')),
              reviewed_by uuid REFERENCES users(id) ON DELETE SET NULL,
              reviewed_at timestamptz,
              created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX moderation_flags_content_idx ON moderation_flags (content_type, content_id);

            -- People who offer advice.
            CREATE TABLE expert_profiles (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              user_id uuid NOT NULL UNIQUE REFERENCES users(id) ON DELETE CASCADE,
              headline text NOT NULL,
              specialties json NOT NULL DEFAULT '[]',
              hourly_rate_cents bigint CHECK (hourly_rate_cents >= 0),
              currency text NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
              is_verified boolean NOT NULL DEFAULT false,
              rating numeric(3,2),
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );

            -- Ways to reach people, with their settings.
            CREATE TABLE communication_channels (
              id uuid PRIMARY KEY DEFAULT new_uuid(),
              workspace_id uuid REFERENCES workspaces(id) ON DELETE CASCADE,
              name text NOT NULL,
              channel_type text NOT NULL DEFAULT 'email'
                CHECK (channel_type IN ('email', 'sms', 'push', 'slack', 'webhook')),
              config json NOT NULL DEFAULT '{}',
              is_active boolean NOT NULL DEFAULT true,
              created_at timestamptz NOT NULL DEFAULT now(),
              updated_at timestamptz NOT NULL DEFAULT now()
            );
            """#
    )
}
