using TorchSharp;

namespace TextVae.Evaluation;

/// <summary>What p(x|z) says of some sentences: all that a bound has to know of a model beside its posterior.</summary>
internal interface IConditionalLikelihood
{
    /// <summary>The places of the sentences in their split, which choose their noise.</summary>
    IReadOnlyList<int> Sentences { get; }

    /// <summary>Predicted tokens of each sentence.</summary>
    IReadOnlyList<int> Tokens { get; }

    /// <summary>How many samples of z of every sentence fit memory together; at least 1.</summary>
    int SamplesAtOnce { get; }

    /// <summary>Whether there is a q_MI.</summary>
    bool HasInformation { get; }

    /// <summary>−ln p(x|z) of samples.</summary>
    /// <param name="z">[samples, batch, latent], at most <see cref="SamplesAtOnce"/> samples.</param>
    /// <param name="withInformation">Whether ln q_MI(z|x) − ln p(z) is computed too.</param>
    /// <returns>Both in nats, [samples, batch].</returns>
    (torch.Tensor NegativeLogLikelihood, torch.Tensor? Information) Of(torch.Tensor z, bool withInformation);
}
