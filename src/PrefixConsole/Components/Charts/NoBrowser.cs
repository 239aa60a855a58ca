using Microsoft.JSInterop;
using Microsoft.JSInterop.Infrastructure;

namespace PrefixConsole.Components.Charts;

/// <summary>Takes every call of a script as a circuit would, written out for the wire, and answers with nothing, or with a module that is asked for.</summary>
internal sealed class NoBrowser : JSRuntime
{
    private readonly List<string> _calls = [];

    /// <summary>Names of the functions that were called, in order.</summary>
    public IReadOnlyList<string> Calls => _calls;

    protected override void BeginInvokeJS(long taskId, string identifier, string? argsJson, JSCallResultType resultType, long targetInstanceId)
    {
        _calls.Add(identifier);
        var answer = resultType == JSCallResultType.JSObjectReference ? """{"__jsObjectId":1}""" : "null";
        DotNetDispatcher.EndInvokeJS(this, FormattableString.Invariant($"[{taskId},true,{answer}]"));
    }

    protected override void EndInvokeDotNet(DotNetInvocationInfo invocationInfo, in DotNetInvocationResult invocationResult)
    {
    }
}
