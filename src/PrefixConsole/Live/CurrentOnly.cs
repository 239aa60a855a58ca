using Microsoft.AspNetCore.SignalR;
using PrefixConsole.Access;

namespace PrefixConsole.Live;

/// <summary>A connection outlives the request that was checked: every call on it asks again whether its session or token is still there.</summary>
internal sealed class CurrentOnly(SessionBook sessions) : IHubFilter
{
    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        Check(sessions, invocationContext.Context);
        return next(invocationContext);
    }

    /// <exception cref="HubException">It is not; the connection is closed.</exception>
    public static void Check(SessionBook sessions, HubCallerContext context)
    {
        if (!sessions.IsCurrent(context.User))
        {
            context.Abort();
            throw new HubException("the session or token has ended");
        }
    }
}
