using TorchSharp;

namespace TextVae.Objectives;

/// <summary>One named term of a loss.</summary>
/// <param name="Name">The name used in logs and plots.</param>
/// <param name="Value">Its mean over the sentences of the batch, nats a sentence, a scalar tensor.</param>
/// <param name="Weight">Its weight at this step.</param>
public sealed record LossTerm(string Name, torch.Tensor Value, double Weight);

/// <summary>The terms of a loss at one step.</summary>
public sealed class LossTerms(params LossTerm[] terms)
{
    /// <summary>The terms, in the order of the equation.</summary>
    public IReadOnlyList<LossTerm> Terms { get; } = terms;

    /// <summary>Σ weight · term: what is minimised, nats a sentence, a scalar tensor and never one of the terms' own.</summary>
    public torch.Tensor Total() => Terms.Select(term => term.Value.Times(term.Weight)).Aggregate((sum, value) => sum.Plus(value));
}
