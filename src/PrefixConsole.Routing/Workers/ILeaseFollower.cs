namespace PrefixConsole.Routing.Workers;

/// <summary>Is told when the request of a lease is over.</summary>
internal interface ILeaseFollower
{
    /// <param name="request">What was given with the follower.</param>
    /// <param name="worker">Whose load it was.</param>
    void OnEnded(object request, Worker worker);
}
