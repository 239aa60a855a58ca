namespace PrefixConsole.Routing.Scorers;

/// <summary>Names of the terms of Dynamo's cost as decisions keep them; all in blocks.</summary>
public static class DynamoTerms
{
    /// <summary>Blocks that the worker has to prefill before the first token.</summary>
    public const string PrefillBlocks = "prefill-blocks";

    /// <summary>What of them it is spared by what it holds.</summary>
    public const string OverlapCredit = "overlap-credit";

    /// <summary>Blocks of the requests that run there.</summary>
    public const string DecodeBlocks = "decode-blocks";

    /// <summary>What its active requests count for besides.</summary>
    public const string ActiveRequests = "active-requests";

    /// <summary>1 for a term that adds to the cost, −1 for one that is taken off it.</summary>
    public static int SignOf(string term) => term == OverlapCredit ? -1 : 1;
}
