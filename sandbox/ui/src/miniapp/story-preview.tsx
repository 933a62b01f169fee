import type { ReactNode } from "react";
import type { Story } from "./frame-state.js";

/** The story editor: the picture over the whole screen with its text and link, before it is posted. */
export function StoryPreview({ story, onClose }: { story: Story; onClose: (isPosted: boolean) => void }): ReactNode {
  const picture = `/sandbox/api/picture?url=${encodeURIComponent(story.mediaUrl)}`;
  return (
    <div className="story" role="dialog" aria-label="New story" data-testid="app-story">
      <div className="story-stage">
        <img src={picture} alt="Picture of the story" />
        {story.link === "" ? null : <span className="story-link">🔗 {story.link}</span>}
      </div>
      {story.text === "" ? null : (
        <p className="story-text" dir="auto">
          {story.text}
        </p>
      )}
      <div className="story-buttons">
        <button type="button" onClick={() => onClose(false)}>
          Discard
        </button>
        <button type="button" className="is-main" onClick={() => onClose(true)}>
          Post
        </button>
      </div>
    </div>
  );
}
