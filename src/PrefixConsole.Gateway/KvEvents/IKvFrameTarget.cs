namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Takes what a socket receives; called on the sockets' thread.</summary>
internal interface IKvFrameTarget
{
    /// <summary>The frames are valid during the call.</summary>
    void Accept(KvFrames frames);

    /// <summary>A peer was found (+1) or lost (−1).</summary>
    void OnPeer(int change);
}
