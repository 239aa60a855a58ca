using Microsoft.AspNetCore.Http.Features;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary>
/// Holds back the abort of the client's connection while YARP forwards: YARP aborts as soon as a worker dies mid-stream, and
/// the client must be told first.
/// </summary>
internal sealed class DeferredAbort(IHttpRequestLifetimeFeature inner) : IHttpRequestLifetimeFeature
{
    public CancellationToken RequestAborted
    {
        get => inner.RequestAborted;
        set => inner.RequestAborted = value;
    }

    public void Abort()
    {
        // the forwarder decides when, see PromptForwarder
    }

    public void AbortNow() => inner.Abort();
}
