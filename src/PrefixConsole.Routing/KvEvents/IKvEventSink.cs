namespace PrefixConsole.Routing.KvEvents;

/// <summary>Takes the events of a batch one by one, in order.</summary>
public interface IKvEventSink
{
    void OnEvent(in KvEvent kvEvent);

    /// <summary>An event of the batch could not be used. Its neighbours are not affected.</summary>
    void OnRejected(KvEventFault fault);
}
