// Search by meaning: support tickets whose vectors lie near that of a question.
//
//     dotnet run -c Release --project samples/SemanticSearch
//
// A model is trained on 2,000 made-up tickets without their topics. Then 200 new ones are looked up by their vectors.
using TextVae;
using TextVae.Samples;

var folder = SmallModel.FolderOf(args);
var tickets = Tickets.Generate(2_000, seed: 1);
var run = SmallModel.Train(folder, [.. tickets.Select(ticket => ticket.Text)], steps: 800);

using var model = TextVaeModel.Load(run);

// The index: a vector for each ticket. It may be kept in a file or a database.
var index = model.Encode([.. tickets.Select(ticket => ticket.Text)]);

var question = "please help , the payment was declined . this is urgent .";
Console.WriteLine($"Nearest to: {question}");
foreach (var place in Cosine.Nearest(model.Encode([question])[0], index, count: 5))
    Console.WriteLine($"  {tickets[place].Topic,-8}  {tickets[place].Text}");

// How good it is: the share of neighbours that have the topic of the ticket that was looked up.
var asked = Tickets.Generate(200, seed: 2);
var vectors = model.Encode([.. asked.Select(ticket => ticket.Text)]);
var hits = asked.Zip(vectors).Sum(pair =>
    Cosine.Nearest(pair.Second, index, count: 5).Count(place => tickets[place].Topic == pair.First.Topic));
Console.WriteLine(FormattableString.Invariant($"Neighbours of the same topic: {(double)hits / (5 * asked.Count):P0} (by chance 25 %)"));
